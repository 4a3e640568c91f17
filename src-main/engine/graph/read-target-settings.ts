import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import type { Settings } from '../../contract/settings.ts';
import type { TargetSettings } from './graph-types.ts';

/** Where secrets come from: the credential store of the desktop, the environment or a prompt on the command line. */
export interface SecretStore {
  /** The password of the Neo4j user; undefined when none is set. */
  readonly readNeo4jPassword: () => Promise<string | undefined>;
}

/** Address, user and password of the Neo4j database, or TARGET_NOT_CONFIGURED, which names what is missing. */
export const readTargetSettings = async (
  { neo4j_uri, neo4j_username, neo4j_database, neo4j_ca_file }: Settings,
  secrets: SecretStore,
): Promise<Result<TargetSettings>> => {
  if (neo4j_uri === '') {
    const hint =
      'Set NEO4J_URI, NEO4J_USERNAME and NEO4J_PASSWORD, and NEO4J_DATABASE where it is not the default one.';
    return failed(failure('TARGET_NOT_CONFIGURED', 'publish', 'The address of the Neo4j database is not set.', hint));
  }
  const password = (await secrets.readNeo4jPassword()) ?? '';
  if (password === '') {
    const message = `The password of the Neo4j user '${neo4j_username}' is not set.`;
    const hint = 'Set NEO4J_PASSWORD, or run the command in a terminal: it asks for the password.';
    return failed(failure('TARGET_NOT_CONFIGURED', 'publish', message, hint));
  }
  return succeeded({
    uri: neo4j_uri,
    username: neo4j_username,
    password,
    database: neo4j_database,
    caFile: neo4j_ca_file,
  });
};
