import { useEffect, useState } from 'react';
import { bridge } from '../bridge/bridge.ts';
import { usePreferences } from '../store/preferences.ts';
import { useReplica } from '../store/replica.ts';

/** Whether this is the first run: nobody has dismissed the welcome, and the library never had a batch. */
export const useIsWelcome = (): boolean => {
  const engine = useReplica((state) => state.engine);
  const isDismissed = usePreferences((state) => state.preferences?.is_welcome_dismissed ?? true);
  const [isEmpty, setEmpty] = useState(false);
  useEffect(() => {
    if (engine !== 'running' || isDismissed) return;
    void bridge
      .call('batch.history', { limit: 1 })
      .then((answer) => setEmpty(answer.ok && answer.value.batches.length === 0));
  }, [engine, isDismissed]);
  return isEmpty && !isDismissed;
};
