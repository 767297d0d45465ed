/** The public file of the call registrar. */
export {
  createRegistrar,
  type Handlers,
  type Registrar,
  type RegistrarParts,
  type Sender,
} from './registrar.ts';
