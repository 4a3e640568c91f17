import type { SecretStore } from '../../src-main/engine/graph/read-target-settings.ts';

/** For engines without a Neo4j target. */
export const noSecrets: SecretStore = { readNeo4jPassword: () => Promise.resolve(undefined) };
