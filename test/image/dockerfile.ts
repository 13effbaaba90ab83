import { readFile } from 'node:fs/promises';
import { Copy, DockerfileParser, type Instruction } from 'dockerfile-ast';

/** One instruction of a Dockerfile. */
export interface Step {
  readonly keyword: string;
  /** All of it behind the keyword and its flags. */
  readonly text: string;
  /** By spaces. */
  readonly args: readonly string[];
  /** The stage that a `COPY --from` copies out of. */
  readonly from: string | undefined;
}

/** A `FROM` with what follows it. */
export interface Stage {
  readonly base: string;
  readonly name: string | undefined;
  readonly steps: readonly Step[];
}

/** @param path from the root of the repository */
export async function readDockerfile(path: string): Promise<readonly Stage[]> {
  const stages: { base: string; name: string | undefined; steps: Step[] }[] = [];
  for (const instruction of DockerfileParser.parse(await readFile(path, 'utf8')).getInstructions()) {
    const step = stepOf(instruction);
    if (step.keyword === 'FROM') {
      stages.push({ base: step.args[0] ?? '', name: step.args[2], steps: [] });
    } else {
      stages.at(-1)?.steps.push(step);
    }
  }
  return stages;
}

/** What is run: in the JSON form, so that no shell stands before it. */
export function commandOf(step: Step | undefined): readonly string[] {
  if (step === undefined) return [];
  return JSON.parse(step.text.slice(step.text.indexOf('['))) as string[];
}

/** The last of an instruction that counts once: `CMD`, `USER`, `HEALTHCHECK`. */
export function lastOf({ steps }: Stage, keyword: string): Step | undefined {
  return steps.findLast((step) => step.keyword === keyword);
}

function stepOf(instruction: Instruction): Step {
  return {
    keyword: instruction.getKeyword(),
    text: instruction.getArgumentsContent() ?? '',
    args: instruction.getArguments().map((argument) => argument.getValue()),
    from: instruction instanceof Copy ? (instruction.getFromFlag()?.getValue() ?? undefined) : undefined,
  };
}
