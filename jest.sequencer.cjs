const Sequencer = require('@jest/test-sequencer').default;

/** What looks at the traces of all other tests comes last. */
module.exports = class extends Sequencer {
  sort(tests) {
    const isLast = ({ path }) => path.endsWith('/e2e/logs.e2e-spec.ts');
    const sorted = super.sort(tests);
    return [...sorted.filter((test) => !isLast(test)), ...sorted.filter(isLast)];
  }
};
