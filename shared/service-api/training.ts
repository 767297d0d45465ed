import { z } from 'zod';
import { route } from './contract.ts';
import { id, shortText, trilingualText } from './fields.ts';

/** Operations of the training service alone: the real service has none of them. */

export const practiceUser = z.object({ userId: id, name: shortText, description: trilingualText });

export const listPracticeUsers = route({
  method: 'GET',
  path: '/training/users',
  summary: 'Artificial caseworkers whose practice card can be had',
  authentication: 'none',
  sensitivity: 'secret',
  response: z.object({ users: z.array(practiceUser).max(50) }),
  problems: [],
  safeToRepeat: true,
});

export const issuePracticeCertificate = route({
  method: 'POST',
  path: '/training/practice-card',
  summary: 'A sign-in certificate of the training certificate authority for a practice card',
  authentication: 'none',
  sensitivity: 'secret',
  /** `publicKey`: SubjectPublicKeyInfo, DER, base64. `certificate`: DER, base64. */
  request: z.object({ userId: id, publicKey: z.string().min(60).max(2000) }),
  response: z.object({ certificate: z.string().min(100).max(8000) }),
  problems: ['USER_UNKNOWN'],
  safeToRepeat: true,
});

export type PracticeUser = z.infer<typeof practiceUser>;
