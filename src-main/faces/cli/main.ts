import { Command } from 'commander';
import { addBundleCommands } from './commands/bundle.ts';
import { addBackupCommand } from './commands/backup.ts';
import { addBatchCommands } from './commands/batches.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addIngestCommand } from './commands/ingest.ts';
import { addLibraryCommands } from './commands/library.ts';
import { addMoveCommands } from './commands/move.ts';
import { addRepairCommands } from './commands/repair.ts';
import { addServeCommand } from './commands/serve.ts';
import { addTargetCommands } from './commands/target.ts';
import { addPublishCommands } from './commands/publish.ts';
import { addRemoveCommands } from './commands/remove.ts';
import { REFUSED } from './exit-code.ts';
import { noteLine } from './output.ts';

// `stevedore … | head` closes the pipe early: that is no error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const program = new Command('stevedore')
  .description('Loads batches of documents into a knowledge base.')
  .helpCommand(false)
  .showHelpAfterError('(see --help)')
  // commander exits with 1 on wrong usage; 1 is for bugs here, and a request that cannot be taken is refused with 4.
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : REFUSED));

addIngestCommand(program);
addBatchCommands(program);
addMoveCommands(program);
addRepairCommands(program);
addPublishCommands(program);
addRemoveCommands(program);
addTargetCommands(program);
addLibraryCommands(program);
addDoctorCommand(program);
addBackupCommand(program);
addBundleCommands(program);
addServeCommand(program);

try {
  await program.parseAsync();
} catch (error) {
  noteLine('A bug in Stevedore ended this command. Please report it with these lines:');
  noteLine(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
