import { z } from 'zod';

/** One thing that doctor looked at; `advice` says what to do when it is not ok, or could do when something waits. */
export const doctorCheckSchema = z.object({
  name: z.string(),
  ok: z.boolean(),
  finding: z.string(),
  advice: z.string().optional(),
});
export type DoctorCheck = Readonly<z.infer<typeof doctorCheckSchema>>;
