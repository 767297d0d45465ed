/** Ids of a field's parts, so that an error summary, a hint and an error find it. */
export const fieldIds = (
  id: string,
): { readonly hint: string; readonly error: string; readonly label: string } => ({
  hint: `${id}-hint`,
  error: `${id}-error`,
  label: `${id}-label`,
});

/** Value of `aria-describedby` for a control; undefined when nothing describes it. */
export const describedBy = (
  id: string,
  hint: string | undefined,
  error: string | undefined,
): string | undefined => {
  const ids = fieldIds(id);
  const parts = [hint ? ids.hint : '', error ? ids.error : ''].filter((part) => part !== '');
  return parts.length > 0 ? parts.join(' ') : undefined;
};

/** Properties that every field of a form has. */
export interface FieldProperties {
  label: string;
  hint?: string | undefined;
  /** Text of the error; the field is marked invalid while it is set. */
  error?: string | undefined;
  /** Shows "(optional)" after the label. */
  optional?: boolean | undefined;
  disabled?: boolean | undefined;
  /** Id of the control itself: the target of an error summary. */
  id?: string | undefined;
}
