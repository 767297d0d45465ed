import type {
  PaperColumnKey,
  PaperKind,
  PaperLanguage,
  PaperRowKey,
  PaperSectionKey,
  PaperSentence,
  PaperValue,
} from '../../../../shared/domain/payment-claim/index.ts';
import { m } from '../../../../shared/messages/generated/messages.js';

type Underscored<Text extends string> = Text extends `${infer Head}-${infer Tail}`
  ? `${Head}_${Underscored<Tail>}`
  : Text;

type PaperKey =
  | `kind_${PaperKind}`
  | `row_${Underscored<PaperRowKey>}`
  | `section_${PaperSectionKey}`
  | `column_${Underscored<PaperColumnKey>}`
  | `value_${Underscored<PaperSentence>}`;

// Every datum of the model must have its label: one that is missing in the catalogues does not compile.
const texts: Readonly<
  Record<`paper_${PaperKey}`, (inputs: object, options: { locale: PaperLanguage }) => string>
> = m;

const underscored = <Key extends string>(key: Key): Underscored<Key> =>
  key.replaceAll('-', '_') as Underscored<Key>;

/** Words of the paper in its own language, which need not be the screen's. */
export const paperWords = (locale: PaperLanguage) => ({
  kind: (kind: PaperKind): string => texts[`paper_kind_${kind}`]({}, { locale }),
  section: (key: PaperSectionKey): string => texts[`paper_section_${key}`]({}, { locale }),
  row: (key: PaperRowKey): string => texts[`paper_row_${underscored(key)}`]({}, { locale }),
  column: (key: PaperColumnKey): string => texts[`paper_column_${underscored(key)}`]({}, { locale }),
  value: (values: readonly PaperValue[]): string =>
    values
      .map((value) =>
        typeof value === 'string'
          ? value
          : texts[`paper_value_${underscored(value.sentence)}`]({}, { locale }),
      )
      .join(' – '),
});
