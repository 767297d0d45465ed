/** The public file of card sign-in. The practice card has a file of its own, which only training mode imports. */
export { cardProviders, type CardProvider } from './card-providers.ts';
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
export { createCardService, type CardServiceOptions } from './card-service.ts';
export type { CardDeadlines } from './card-signer.ts';
