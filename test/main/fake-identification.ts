import { callFailure } from '../../shared/ipc/call-failure.ts';
import { success } from '../../shared/domain/result.ts';
import type { Identification, IdentificationRequest } from '../../src-main/identification/identification.ts';

/** Stands for the browser and the provider behind it; identification.test.ts has a real one. */
export interface FakeIdentification extends Identification {
  readonly requests: IdentificationRequest[];
  readonly loggedOut: string[];
  /** The user comes back from the browser, to the newest request. */
  comeBack(idToken: string): void;
}

export function createFakeIdentification(): FakeIdentification {
  const requests: IdentificationRequest[] = [];
  const loggedOut: string[] = [];
  let finish: (idToken: string) => void = () => undefined;
  return {
    requests,
    loggedOut,
    comeBack: (idToken) => finish(idToken),
    identify: (request) =>
      new Promise((resolve) => {
        requests.push(request);
        finish = (idToken) => resolve(success(idToken));
        request.signal.addEventListener('abort', () => {
          const replaced = request.signal.reason === 'replaced';
          resolve(callFailure(replaced ? 'identification-replaced' : 'cancelled', { retriable: true }));
        });
      }),
    logOut: (idToken) => {
      loggedOut.push(idToken);
      return Promise.resolve();
    },
  };
}
