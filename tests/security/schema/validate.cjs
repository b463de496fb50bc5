// SPDX-License-Identifier: Apache-2.0
// Whether a file is CycloneDX 1.5 by its published schema: node validate.cjs FILE
const { readFileSync } = require('node:fs');
const { Spec, Validation } = require('@cyclonedx/cyclonedx-library');

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot5);
validator.validate(readFileSync(process.argv[2], 'utf8')).then(
  (problems) => {
    if (problems !== null) console.error(JSON.stringify(problems, null, 1).slice(0, 5000));
    process.exitCode = problems === null ? 0 : 1;
  },
  (failure) => {
    console.error(failure);
    process.exitCode = 2;
  },
);
