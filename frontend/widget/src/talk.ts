// One question's way to the server and back: deadlines, retries, waits.
import { type Reply, asReply } from "./reply";

/** What a question carries; a retry is harmless, because the turn's id stays the same. */
export interface Question {
  turn: string;
  question?: string;
  choice?: string;
  conversation?: string;
  locale?: string;
  page?: string;
}

/** What is going on while a reply is awaited. */
export type Progress = "typing" | "slow" | "offline" | "too_often";
export type Show = (progress: Progress, seconds?: number) => void;

export type Failure = "unreachable" | "not_here" | "gone" | "too_long";

/** What asking again would not change. */
const FAILURES: Record<number, Failure> = {
  403: "not_here",
  404: "gone",
  413: "too_long",
  414: "too_long",
  422: "too_long",
};

/** What the transport needs of the world outside. */
export interface World {
  fetch(url: string, init: RequestInit): Promise<Response>;
  now(): number;
  newTurn(): string;
  sleep(ms: number): Promise<void>;
  isOnline(): boolean;
}

const DEADLINE_MS = 8_000;
const SLOW_MS = 3_000;
const SECOND_MS = 1_000;
const MAX_WAIT_SECONDS = 600;
const DEFAULT_WAIT_SECONDS = 30;
const MAX_WAITS = 5;

/** Asks one server once: no status, no answer. A choice of servers would go round this. */
const attempt = async (
  api: string,
  question: Question,
  world: World,
  show: Show,
  signal: AbortSignal,
): Promise<{ status?: number; reply?: Reply | undefined; wait?: number }> => {
  const ended = new AbortController();
  const end = (): void => ended.abort();
  signal.addEventListener("abort", end);
  world.sleep(SLOW_MS).then(() => ended.signal.aborted || show("slow"));
  world.sleep(DEADLINE_MS).then(end);
  try {
    const query = new URLSearchParams({ ...question, channel: "box" });
    const response = await world.fetch(`${api}/talk?${query}`, {
      cache: "no-store",
      signal: ended.signal,
    });
    const { status, ok, headers } = response;
    const wait = Number(headers.get("Retry-After"));
    return {
      status,
      wait,
      reply: ok ? asReply(await response.json()) : undefined,
    };
  } catch {
    return {};
  } finally {
    end();
  }
};

/** Until a limit is over: by the clock, since timers of a hidden tab are late. */
const wait = async (
  wanted: number,
  world: World,
  show: Show,
  signal: AbortSignal,
): Promise<void> => {
  const given = wanted > 0 ? wanted : DEFAULT_WAIT_SECONDS;
  const seconds = Math.min(given, MAX_WAIT_SECONDS);
  const end = world.now() + seconds * SECOND_MS;
  while (world.now() < end && !signal.aborted) {
    show("too_often", Math.ceil((end - world.now()) / SECOND_MS));
    await world.sleep(SECOND_MS);
  }
};

/** Once the signal has ended it, nothing is shown, and what comes back means nothing. */
export const talk = async (
  api: string,
  asked: Question,
  world: World,
  show: Show,
  signal: AbortSignal,
): Promise<Reply | Failure> => {
  const question = { ...asked };
  let [failures, conflicts, waits] = [0, 0, 0];
  while (!signal.aborted) {
    if (!world.isOnline()) {
      show("offline");
      while (!world.isOnline() && !signal.aborted) await world.sleep(SECOND_MS);
    }
    show("typing");
    const answer = await attempt(api, question, world, show, signal);
    const { status } = answer;
    if (answer.reply) return answer.reply;
    const failure = FAILURES[status!];
    if (failure) return failure;
    if (status === 429 && waits++ < MAX_WAITS) {
      await wait(answer.wait!, world, show, signal);
    } else if (status === 409 && !conflicts++) {
      question.turn = world.newTurn();
    } else if (!failures++) {
      await world.sleep(SECOND_MS);
    } else break;
  }
  return "unreachable";
};
