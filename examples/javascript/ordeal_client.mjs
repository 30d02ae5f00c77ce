// Clients of Ordeal in JavaScript (Node.js 18 or later): everything of the protocol, so that a client
// is one class. One file, no dependencies; copy it. The protocol is in docs/external-clients.md.
//
//   import { Fail, run } from './ordeal_client.mjs';
//
//   class Client {
//     async open({ node, host, port, contract, options }) { … }   // throws if it cannot connect
//     async read({ key }) { … }               // a whole number, or null if absent
//     async write({ key, value }) { … }
//     async cas({ key, old, new: value }) { … }   // false if the old value was another
//   }
//   run(new Client());
//
// A method that returns has happened. One that throws Fail certainly has not happened and never will.
// After any other exception the outcome is unknown. Print to console.error, never to console.log.

import { createInterface } from 'node:readline';

/** The call certainly did not happen; lost if this client can make no more calls. */
export class Fail extends Error {
  constructor(error, lost = false) {
    super(error);
    this.lost = lost;
  }
}

/** Answers Ordeal until its input ends. */
export async function run(client) {
  for await (const line of createInterface({ input: process.stdin })) {
    const { op, id, function: name, protocol, ...fields } = JSON.parse(line);
    if (op === 'open') {
      try {
        await client.open(fields);
      } catch (error) {
        answer({ type: 'fail', error: String(error) });
        break;
      }
      answer({ op: 'opened' });
    } else if (op === 'invoke') {
      try {
        const value = await client[name](fields);
        answer({ id, type: 'ok', value });
      } catch (error) {
        if (error instanceof Fail) {
          answer({ id, type: 'fail', error: error.message, lost: error.lost });
        } else {
          console.error(error);
          answer({ id, type: 'info', error: String(error) });
        }
      }
    }
  }
  process.exit(0);
}

function answer(message) {
  process.stdout.write(JSON.stringify(message) + '\n');
}
