// Watches one page from its first request to its last: what it asked for, what it said on
// the console, what its policy had to stop. A test ends by asking whether all was clean.

import assert from 'node:assert/strict';

export class Witness {
  requests = [];
  console = [];
  violations = [];
  errors = [];

  constructor(allowedOrigins) {
    this.allowedOrigins = allowedOrigins;
  }

  // Must be called before the page goes anywhere.
  async watch(page) {
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('console', (message) => this.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.errors.push(String(error)));
    await page.exposeFunction('reportPolicyViolation', (text) => this.violations.push(text));
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event;
        window.reportPolicyViolation(
          `${effectiveDirective} stopped ${blockedURI} (${sourceFile}:${lineNumber})`,
        );
      });
    });
  }

  // Origins that the page spoke to, besides those that it may speak to.
  foreignRequests() {
    return this.requests.filter((url) => {
      const { protocol, origin } = new URL(url);
      // data: and blob: stay within the page.
      return protocol.startsWith('http') && !this.allowedOrigins.includes(origin);
    });
  }

  assertClean() {
    assert.deepEqual(this.violations, [], 'the content security policy stopped something');
    assert.deepEqual(this.errors, [], 'the page threw');
    assert.deepEqual(this.foreignRequests(), [], 'the page spoke to a foreign origin');
  }
}
