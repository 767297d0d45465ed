import { helperPort } from '../../../src-main/helper-process/helper-process.ts';

const port = helperPort();
port.onMessage((message) => {
  if (message === 'crash') process.exit(3);
  port.post({ echoed: message, hasNodeChannel: 'send' in process });
});
