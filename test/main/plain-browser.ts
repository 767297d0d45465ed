/** A browser without a screen: cookies, redirects and forms by plain HTTP, for pages without a script. */
export interface PlainBrowser {
  /** Opens an address and follows redirects. */
  open(address: string): Promise<Page>;
}

export interface Page {
  readonly address: string;
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
  /** Names of the choices of the form's list, with their values. */
  readonly options: ReadonlyMap<string, string>;
  /** Sends the form of the page. */
  submit(fields: Readonly<Record<string, string>>): Promise<Page>;
}

const MOST_REDIRECTS = 10;

export const createPlainBrowser = (): PlainBrowser => {
  const cookies = new Map<string, string>();

  const request = async (address: string, body: URLSearchParams | null, redirects = 0): Promise<Page> => {
    const response = await fetch(address, {
      method: body === null ? 'GET' : 'POST',
      redirect: 'manual',
      headers: { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(body !== null && { body }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location !== null && redirects < MOST_REDIRECTS) {
      await response.body?.cancel();
      return request(new URL(location, address).href, null, redirects + 1);
    }
    const text = await response.text();
    const options = [...text.matchAll(/<option value="([^"]*)">([^<]*)<\/option>/g)];
    const hidden = [...text.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)];
    const page: Page = {
      address,
      status: response.status,
      text,
      headers: response.headers,
      options: new Map(options.map(([, value = '', name = '']) => [name, value])),
      submit: (fields) => {
        const action = /<form [^>]*action="([^"]*)"/.exec(text)?.[1] ?? '';
        const form = new URLSearchParams(hidden.map(([, name = '', value = '']) => [name, value]));
        for (const [name, value] of Object.entries(fields)) form.set(name, value);
        return request(new URL(action.replaceAll('&amp;', '&'), address).href, form);
      },
    };
    // The one script that the provider has: a form that goes on by itself.
    return text.includes('document.forms[0].submit()') ? page.submit({}) : page;
  };
  return { open: (address) => request(address, null) };
};

/** Identifies oneself on the pages of the provider of practice; ends on the page that the program shows. */
export const identifyAs = async (
  browser: PlainBrowser,
  address: string,
  userName = 'Testi Esimerkki',
): Promise<Page> => {
  const method = await browser.open(address);
  const subject = method.options.get(userName);
  if (subject === undefined) throw new Error(`no ${userName} on the page: ${method.status} ${method.text}`);
  const consent = await method.submit({ subject, action: 'continue' });
  return consent.submit({ action: 'continue' });
};
