import type { Bridge, BridgeCommandName, BridgeInput, BridgeOutput } from '../../src-main/contract/bridge.ts';
import { useUi } from '../store/ui.ts';

declare global {
  interface Window {
    readonly stevedore: Bridge;
  }
}

export const bridge: Bridge = window.stevedore;

/** Calls a command; what it was refused with stays on the screen until somebody closes it. */
export const callOrShow = async <Name extends BridgeCommandName>(
  name: Name,
  input: BridgeInput<Name>,
): Promise<BridgeOutput<Name> | undefined> => {
  const answer = await bridge.call(name, input);
  if (answer.ok) return answer.value;
  useUi.getState().showFailure(answer.failure);
  return undefined;
};
