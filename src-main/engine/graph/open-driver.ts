import { readFileSync } from 'node:fs';
import neo4j, { type Config, type Driver } from 'neo4j-driver';
import { failed, failure, succeeded, type Result } from '../../contract/failure.ts';
import { checkTargetUri } from './check-target-uri.ts';
import type { TargetSettings } from './graph-types.ts';

const CONFIG = {
  connectionTimeout: 10_000,
  connectionAcquisitionTimeout: 15_000,
  maxTransactionRetryTime: 15_000,
  maxConnectionPoolSize: 10,
  // Whole numbers come back as plain numbers: none that we write is beyond 2^53.
  disableLosslessIntegers: true,
  telemetryDisabled: true,
  userAgent: 'stevedore',
} as const satisfies Config;

const isReadable = (file: string): boolean => {
  try {
    return readFileSync(file, 'utf8').includes('BEGIN CERTIFICATE');
  } catch {
    return false;
  }
};

/**
 * Opens a driver, which connects when it is used first. INVALID_REQUEST for an address or a certificate file that
 * cannot be used.
 */
export const openDriver = ({ uri, username, password, caFile }: TargetSettings): Result<Driver> => {
  const wrong = checkTargetUri(uri);
  if (wrong !== undefined) return failed(wrong);
  const auth = neo4j.auth.basic(username, password);
  // The driver changes the object that it is given.
  if (caFile === '') return succeeded(neo4j.driver(uri, auth, { ...CONFIG }));
  if (!isReadable(caFile)) {
    const message = `The file ${caFile} cannot be read, or has no certificate in PEM format.`;
    return failed(failure('INVALID_REQUEST', 'publish', message, 'Correct NEO4J_CA_FILE.'));
  }
  // With certificates of its own the driver wants encryption said in the configuration and not in the scheme.
  const plainUri = uri.replace(/^(bolt|neo4j)\+s:/u, '$1:');
  return succeeded(
    neo4j.driver(plainUri, auth, {
      ...CONFIG,
      encrypted: 'ENCRYPTION_ON',
      trust: 'TRUST_CUSTOM_CA_SIGNED_CERTIFICATES',
      trustedCertificates: [caFile],
    }),
  );
};
