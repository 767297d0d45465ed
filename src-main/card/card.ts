/** The public file of card sign-in. The practice card has a file of its own, which only training mode imports. */
export type {
  CardCertificate,
  CardFailure,
  CardFailureCode,
  CardService,
  CardSignIn,
  CardState,
  CardStateCode,
  SignatureAlgorithm,
  SignInRequest,
  WebEidToken,
} from './card-types.ts';
export { createCardService, type CardDeadlines, type CardServiceOptions } from './card-service.ts';
