// A stand-in for the native host: speaks the framing and the greeting, knows no cards. Writes
// down what it hears in $STANDIN/journal, and allows the origins in $STANDIN/origins.

import { appendFileSync, existsSync, readFileSync, writeSync } from 'node:fs';

const file = (name) => `${process.env.STANDIN}/${name}`;
const note = (entry) =>
  appendFileSync(file('journal'), `${JSON.stringify({ pid: process.pid, ...entry })}\n`);
const allowed = () =>
  existsSync(file('origins')) ? readFileSync(file('origins'), 'utf8').trim().split('\n') : [];

const answers = {
  hello: ({ origin }) =>
    allowed().includes(origin)
      ? { type: 'welcome', protocol: 1, hostVersion: '0.0.1' }
      : { type: 'error', code: 'BRIDGE-ORIGIN-REFUSED' },
  allowOrigin: ({ origin }) => {
    appendFileSync(file('origins'), `${origin}\n`);
    return { type: 'originAllowed' };
  },
  watch: () => ({ type: 'readers', readers: [{ name: 'Stand-in', card: 'absent' }] }),
  open: ({ reader }) => process.exit(reader === 'crash' ? 3 : 0),
  transmit: ({ id, commands }) => ({
    type: 'transmitted',
    id,
    responses: commands.map(({ apdu }) => apdu),
  }),
};

note({ event: 'start', caller: process.argv[2] });
process.on('exit', () => note({ event: 'end' }));

let waiting = Buffer.alloc(0);
process.stdin.on('data', (bytes) => {
  waiting = Buffer.concat([waiting, bytes]);
  while (waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32LE()) {
    const end = 4 + waiting.readUInt32LE();
    const message = JSON.parse(waiting.subarray(4, end));
    waiting = waiting.subarray(end);
    note({ event: 'heard', message });
    const answer = Buffer.from(JSON.stringify(answers[message.type](message)));
    const length = Buffer.alloc(4);
    length.writeUInt32LE(answer.length);
    writeSync(1, Buffer.concat([length, answer]));
    if (JSON.parse(answer).type === 'error') {
      process.exit(0);
    }
  }
});
process.stdin.on('end', () => process.exit(0));
