import type { SecretStore } from '../../engine/graph/read-target-settings.ts';

let answered: string | undefined;

/**
 * The password of the Neo4j user: NEO4J_PASSWORD, else what a person types at a terminal, asked once. It is never an
 * argument: other users of the machine can read those.
 */
export const secrets: SecretStore = {
  readNeo4jPassword: async () => {
    const given = process.env['NEO4J_PASSWORD'] ?? '';
    if (given !== '') return given;
    if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
    const { default: password } = await import('@inquirer/password');
    answered ??= await password({ message: 'Password of the Neo4j user:' }, { output: process.stderr });
    return answered;
  },
};
