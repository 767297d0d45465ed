import type { ErrorCode } from '../../shared/ipc/errors.ts';
import { m } from '../../shared/messages/generated/messages.js';

type Underscored<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Text;
type Text = () => string;

// Every code of the contract must have its two texts: one that is missing in the catalogues does not compile.
const texts: Readonly<
  Record<`error_${Underscored<ErrorCode>}` | `error_${Underscored<ErrorCode>}_next`, Text>
> = m;

const underscored = <Code extends ErrorCode>(code: Code): Underscored<Code> =>
  code.replaceAll('-', '_') as Underscored<Code>;

/** What happened, in the language of the screen. */
export const errorTitle = (code: ErrorCode): string => texts[`error_${underscored(code)}`]();

/** What the user can do about it, in the language of the screen. */
export const errorNextStep = (code: ErrorCode): string => texts[`error_${underscored(code)}_next`]();
