process.stderr.write(
  'This image holds jobs that are named when they are run, such as: node dist/gateway/render/main.js\n',
);
process.exitCode = 1;
