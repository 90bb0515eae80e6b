// What TanStack's list expects of a bundler.
window.process = { env: { NODE_ENV: 'production' } };
