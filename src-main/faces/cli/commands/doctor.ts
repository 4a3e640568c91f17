import type { Command } from 'commander';
import { examine } from '../../../engine/doctor.ts';
import { dataFolderOf, withCommonOptions, type CommonOptions } from '../context.ts';
import { printJson, printLine } from '../output.ts';
import { startExtractor } from '../start-extractor.ts';

/** `doctor`: looks at everything that loading needs and says what to do about what is wrong; exit code 4 then. */
export const addDoctorCommand = (program: Command): void => {
  withCommonOptions(program.command('doctor'))
    .description('check this installation and the library')
    .action(async (options: CommonOptions) => {
      const checks = await examine({ dataFolder: dataFolderOf(options), startExtractor });
      if (options.json === true) printJson({ checks });
      else {
        for (const { name, ok, finding, advice } of checks) {
          printLine(`${ok ? 'ok  ' : 'BAD '} ${name}: ${finding}${advice === undefined ? '' : `\n     ${advice}`}`);
        }
      }
      process.exitCode = checks.every(({ ok }) => ok) ? 0 : 4;
    });
};
