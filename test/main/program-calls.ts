import type { Page } from 'playwright-core';
import type {
  CallAnswer,
  CallName,
  CallRequest,
  CallResponse,
  KelmuTransport,
} from '../../shared/ipc/contract.ts';

/** Calls of the contract as the window of a running program makes them. */
export interface ProgramCalls {
  /** @throws where the call is refused */
  value<Name extends CallName>(name: Name, request: CallRequest<Name>): Promise<CallResponse<Name>>;
  /** As a training user with the practice card and its PIN. */
  signIn(userId: string): Promise<void>;
}

/** @param window the window at the time of the call: a test may start its program again */
export function programCalls(window: () => Page): ProgramCalls {
  const call = <Name extends CallName>(name: Name, request: CallRequest<Name>) =>
    window().evaluate(
      ([callName, payload]) => {
        const { kelmu } = globalThis as unknown as { kelmu: KelmuTransport };
        return kelmu.call(callName as CallName, payload as never);
      },
      [name as string, request as unknown] as const,
    ) as Promise<CallAnswer<Name>>;
  const value: ProgramCalls['value'] = async (name, request) => {
    const answer = await call(name, request);
    if (!answer.ok) throw new Error(`${name}: ${JSON.stringify(answer.error)}`);
    return answer.value;
  };
  return {
    value,
    signIn: async (userId) => {
      const { pin } = await value('practice-card.users', undefined);
      await value('session.sign-in', { method: 'practice-card', userId, pin });
    },
  };
}
