import { z } from 'zod';

/** Calendar date, ISO 8601 `YYYY-MM-DD`. */
export const isoDate = z.iso.date();
/** Calendar month, `YYYY-MM`. */
export const isoMonth = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
/** Point in time, ISO 8601 with offset or Z. */
export const instant = z.iso.datetime({ offset: true });
/** Euro cents, never negative. */
export const cents = z.int().min(0).max(100_000_000_00);
/** Euro cents with a sign: surplus and deficit of a calculation. */
export const signedCents = z.int().min(-100_000_000_00).max(100_000_000_00);
/**
 * A code of one of the code lists. Not an enumeration: a code that this version does not know is shown as it
 * is, never dropped.
 */
export const code = z.string().min(1).max(60);
/** Opaque id given by the service. */
export const id = z.string().min(1).max(80);
export const text = z.string().max(4000);
export const shortText = z.string().max(200);
/** Personal identity code with its separator (decree in force 1.1.2023); the check character is the domain's matter. */
export const personalIdentityCode = z.string().regex(/^\d{6}[-+YXWVUABCDEF]\d{3}[0-9A-Y]$/);
/** Dates from `start` to `end`, both included; `end` is null while it is open. */
export const period = z.object({ start: isoDate, end: isoDate.nullable() });
/** A name in the two official languages. */
export const bilingualName = z.object({ fi: shortText, sv: shortText });
/** A text in the three languages of the client. */
export const trilingualText = z.object({ fi: text, sv: text, en: text });
export const municipality = z.object({ code: z.string().regex(/^\d{3}$/), name: bilingualName });
