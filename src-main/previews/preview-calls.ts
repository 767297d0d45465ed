/** What a PDF turned out to be when it was opened. */
export type PdfReading =
  | {
      readonly state: 'shown';
      /** The first page as a PNG picture. */
      readonly picture: Uint8Array;
      readonly pages: number;
      /** It holds a script or starts a program; nothing of that is run. */
      readonly script: boolean;
      /** It holds other files. */
      readonly attachments: boolean;
    }
  | { readonly state: 'refused'; readonly reason: 'pdf-encrypted' | 'pdf-damaged' };

/** What the previews' helper process can do. */
export type PreviewCalls = {
  readonly read: { readonly request: Uint8Array; readonly response: PdfReading };
};
