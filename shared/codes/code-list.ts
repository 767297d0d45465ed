/**
 * How sure a row is. `V`: verified in the source. `V-old`: verified, but in a source of the municipal era
 * (before 2023). `I`: inferred from verified facts. `K`: domain knowledge, unconfirmed. `A`: assumption.
 * Only `V` rows may be shown as what the law says.
 */
export type Evidence = 'V' | 'V-old' | 'I' | 'K' | 'A';

/** Text in the two official languages and in English. */
export type TrilingualName = { readonly fi: string; readonly sv: string; readonly en: string };

/** A row of a code list. Days are 'YYYY-MM-DD', both included; absent means without a limit. */
export type CodeRow<Code extends string = string> = TrilingualName & {
  readonly code: Code;
  readonly source: string;
  readonly evidence: Evidence;
  readonly validFrom?: string;
  readonly validTo?: string;
};

export type CodeList<Row extends CodeRow> = {
  readonly rows: readonly Row[];
  /** Row of a code valid on a day, or on any day when none is given. */
  readonly find: (code: string, day?: string) => Row | null;
  readonly validOn: (day: string) => readonly Row[];
};

/** True when the row is in force on a day 'YYYY-MM-DD'. */
export const isValidOn = (
  row: { readonly validFrom?: string; readonly validTo?: string },
  day: string,
): boolean =>
  (row.validFrom === undefined || row.validFrom <= day) && (row.validTo === undefined || day <= row.validTo);

/** Indexes the rows by code. Several rows may share a code when their validity differs. */
export const codeList = <Row extends CodeRow>(rows: readonly Row[]): CodeList<Row> => {
  const byCode = new Map<string, readonly Row[]>();
  for (const row of rows) byCode.set(row.code, [...(byCode.get(row.code) ?? []), row]);
  return {
    rows,
    find: (code, day) => {
      const found = byCode.get(code) ?? [];
      // Without a day the newest row speaks: rows of a code stand in the order of their validity.
      return (day === undefined ? found.at(-1) : found.find((row) => isValidOn(row, day))) ?? null;
    },
    validOn: (day) => rows.filter((row) => isValidOn(row, day)),
  };
};
