// A client of the key-value store, as a program: see kv-javascript.yml.

import { request } from 'node:http';
import { run } from '../javascript/ordeal_client.mjs';

class Client {
  async open({ host, port }) {
    this.server = { host, port };
    // Opening fails if nobody answers: then no call was made.
    await this.send('GET', '/health');
  }

  // Sends a request once, on a connection of its own: fetch may send a PUT twice.
  send(method, path, body = '') {
    return new Promise((resolve, reject) => {
      const sent = request({ ...this.server, method, path, agent: false }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (part) => { text += part; });
        response.on('error', reject);
        response.on('end', () => {
          if (response.statusCode >= 500 || !response.complete) {
            reject(new Error(`status ${response.statusCode}: ${text}`));
          } else {
            resolve({ status: response.statusCode, text });
          }
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }

  async read({ key }) {
    const { status, text } = await this.send('GET', `/keys/${key}`);
    if (status !== 200 && status !== 404) {
      throw new Error(`status ${status}: ${text}`);
    }
    // Number('') is 0, which would be a value that nobody wrote.
    return status === 404 ? null : JSON.parse(text);
  }

  async write({ key, value }) {
    const { status, text } = await this.send('PUT', `/keys/${key}`, String(value));
    if (status !== 200) {
      throw new Error(`status ${status}: ${text}`);
    }
  }

  async cas({ key, old, new: value }) {
    const body = JSON.stringify({ old, new: value });
    const { status, text } = await this.send('POST', `/keys/${key}`, body);
    if (status !== 200 && status !== 409) {
      throw new Error(`status ${status}: ${text}`);
    }
    return status === 200;
  }
}

run(new Client());
