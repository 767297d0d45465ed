import type { CommandLineSwitch } from './chromium.ts';

/** `app.commandLine`: switches appended before the first window reach Chromium. */
export class CommandLine {
  readonly #appended: CommandLineSwitch[] = [];

  appended(): readonly CommandLineSwitch[] {
    return this.#appended;
  }
  appendSwitch(name: string, value?: string): void {
    this.#appended.push([name, value]);
  }
  removeSwitch(name: string): void {
    for (let index = this.#appended.length - 1; index >= 0; index--) {
      if (this.#appended[index]?.[0] === name) this.#appended.splice(index, 1);
    }
  }
  hasSwitch(name: string): boolean {
    const onCommandLine = (text: string) => text === `--${name}` || text.startsWith(`--${name}=`);
    return this.#appended.some(([appended]) => appended === name) || process.argv.some(onCommandLine);
  }
  getSwitchValue(name: string): string {
    const appended = this.#appended.find(([candidate]) => candidate === name);
    const prefix = `--${name}=`;
    const given = process.argv.find((text) => text.startsWith(prefix));
    return appended?.[1] ?? given?.slice(prefix.length) ?? '';
  }
}
