import type { Result } from '../../contract/failure.ts';
import type { Neo4jTarget, TargetSettings } from './graph-types.ts';

/** One open connection that is used again until it is dropped. */
export interface TargetConnection {
  readonly open: () => Promise<Result<Neo4jTarget>>;
  /** Forgets the connection: the next one is made anew, with the settings of then. */
  readonly drop: () => Promise<void>;
  readonly close: () => void;
}

/**
 * Keeps a connection to the configured Neo4j database.
 *
 * @param readTargetSettings address, user and password, or TARGET_NOT_CONFIGURED
 * @param onOpened called with every new connection
 */
export const createTargetConnection = (
  readTargetSettings: () => Promise<Result<TargetSettings>>,
  onOpened: (target: Neo4jTarget, settings: TargetSettings) => void,
): TargetConnection => {
  let opened: Neo4jTarget | undefined;
  const drop = async (): Promise<void> => {
    const before = opened;
    opened = undefined;
    await before?.close();
  };
  return {
    open: async () => {
      if (opened !== undefined) return { ok: true, value: opened };
      const settings = await readTargetSettings();
      if (!settings.ok) return settings;
      // Loaded when it is needed: the driver takes a quarter of a second, which a command without Neo4j does not have.
      const { connectTarget } = await import('./connect-target.ts');
      const connected = await connectTarget(settings.value);
      if (!connected.ok) return connected;
      opened = connected.value;
      onOpened(connected.value, settings.value);
      return connected;
    },
    drop,
    close: () => void drop(),
  };
};
