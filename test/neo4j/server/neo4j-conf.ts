/** Configuration of a minimal server: Bolt on loopback with a login, no HTTP, no telemetry. */
export const neo4jConf = (port: number): string =>
  [
    'server.default_listen_address=127.0.0.1',
    'server.bolt.enabled=true',
    `server.bolt.listen_address=127.0.0.1:${port}`,
    `server.bolt.advertised_address=127.0.0.1:${port}`,
    'server.http.enabled=false',
    'server.https.enabled=false',
    'dbms.security.auth_enabled=true',
    // A test of a wrong password must not lock the right one out.
    'dbms.security.auth_max_failed_attempts=0',
    'dbms.usage_report.enabled=false',
    'server.memory.heap.initial_size=512m',
    'server.memory.heap.max_size=1g',
    'server.memory.pagecache.size=256m',
    'db.tx_log.rotation.retention_policy=keep_none',
    '',
  ].join('\n');
