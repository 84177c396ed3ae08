require('reflect-metadata');

// What the code logs on purpose (a refused migration, a retry) is not news in a test's output.
require('@nestjs/common').Logger.overrideLogger(false);
