/**
 * `npm pack` and `npm publish` would take this folder as it lies, and ask for this first (`prepack`); so does `npm run pack`, which
 * makes the package as it is meant.
 */
if (['pack', 'publish'].includes(process.env['npm_command'] ?? '')) {
  console.error('The package is made by: npm run pack');
  process.exit(1);
}
