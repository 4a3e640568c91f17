import { failure, type Failure } from '../../contract/failure.ts';

/**
 * The schemes of Neo4j's drivers without those that trust any certificate (+ssc): whoever answers would be sent the
 * password. A private authority is named with NEO4J_CA_FILE instead.
 */
const SCHEMES: ReadonlySet<string> = new Set(['bolt:', 'bolt+s:', 'neo4j:', 'neo4j+s:']);

const EXAMPLE = 'Write it like neo4j://db.example.org:7687, or neo4j+s:// with encryption.';

const invalid = (message: string, hint = EXAMPLE): Failure => failure('INVALID_REQUEST', 'publish', message, hint);

/** What is wrong with the address of a Neo4j database, or undefined. Never repeats what may be a password. Pure. */
export const checkTargetUri = (uri: string): Failure | undefined => {
  if (!URL.canParse(uri)) return invalid('The address of the Neo4j database cannot be read.');
  const { protocol, hostname, username, password } = new URL(uri);
  if (protocol === 'http:' || protocol === 'https:') {
    return invalid('The address of the Neo4j database is that of its web page.', `Use its Bolt address. ${EXAMPLE}`);
  }
  if (protocol === 'bolt+ssc:' || protocol === 'neo4j+ssc:') {
    const message = 'The scheme +ssc trusts any server, also one that only wants the password.';
    return invalid(message, 'Use +s, and name the certificates of a private authority with NEO4J_CA_FILE.');
  }
  if (!SCHEMES.has(protocol)) {
    return invalid(
      'The address of the Neo4j database begins with none of bolt://, bolt+s://, neo4j:// and neo4j+s://.',
    );
  }
  if (username !== '' || password !== '') {
    const message = 'The address of the Neo4j database must not contain a user or a password.';
    return invalid(message, 'Set NEO4J_USERNAME and NEO4J_PASSWORD instead.');
  }
  return hostname === '' ? invalid('The address of the Neo4j database names no server.') : undefined;
};
