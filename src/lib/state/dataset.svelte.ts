import { reasonOf } from '../format/reason.ts';
import { formatDate, type IsoDate } from '../calendar/date.ts';
import { parsePeriod } from '../calendar/period.ts';
import { calendarOf } from '../export/calendar.ts';
import { answerKey, type AnswerFile } from '../export/answers.ts';
import type { AnswerList, FileEntry, FileList, Manifest } from '../export/manifest.ts';
import { readManifestText } from '../export/manifest-file.ts';
import { otherDefinitions } from '../export/other-definitions.ts';
import { isMissing } from '../engine/engine.ts';
import { timed } from '../engine/trace.ts';
import { fetchFile, remedy } from '../engine/wasm/fetch-file.ts';

/** Milliseconds without a byte after which the host counts as lost. */
const timeoutMs = 30_000;

/** `other`: as-of date of an export that only another version of this site can draw. */
export type FoundExport = { manifest: Manifest } | { problem: string; other?: IsoDate };

/**
 * The export this page reads. Starts as the one the page was prerendered from and gives way to the one that lies on
 * the host now: a nightly export needs no new build.
 */
export class Dataset {
  manifest = $state.raw() as Manifest;
  /** Why figures may be older than the export on the host; a sentence, or null. */
  problem = $state<string | null>(null);
  /** How often a file of the export shown was not there, or another in its place: it may have given way to a newer one. */
  missed = $state(0);
  readonly #folder: string;
  readonly #lists = new Map<string, Promise<unknown>>();
  readonly #answers = new Map<string, Promise<AnswerFile>>();

  /** @param folder URL of the `data/` folder */
  constructor(manifest: Manifest, folder: string) {
    this.manifest = manifest;
    this.#folder = folder;
  }

  get folder(): string {
    return this.#folder;
  }

  /** Looks which export lies on the host and shows it. A host that cannot be reached leaves what is shown. */
  async refresh(): Promise<void> {
    const found = await this.lookUp();
    if (found && 'problem' in found) {
      this.problem = `${found.problem} The figures shown are those this page came with, as of ${formatDate(this.manifest.as_of)}.`;
    } else if (found) this.show(found.manifest);
  }

  /** Shows an export from now on; the same object stays where it is shown already, so that no figure is asked for again. */
  show(manifest: Manifest): void {
    if (manifest.version !== this.manifest.version) {
      this.manifest = manifest;
      this.missed = 0;
    }
    this.problem = null;
  }

  /**
   * The export on the host, or why its figures are not drawn here, as sentences; null where the host lets nobody in.
   * @param cache 'no-store' where it is not about to be shown: then it is not kept for use without the network either
   */
  async lookUp(cache: RequestCache = 'no-cache'): Promise<FoundExport | null> {
    try {
      const response = await fetch(new URL('manifest.json', this.#folder), { cache });
      if (response.status === 401 || response.status === 403) {
        this.signedOut();
        return null;
      }
      if (!response.ok) throw new Error(`the host answered ${response.status}`);
      const read = await readManifestText(await response.text());
      if ('problem' in read) return { problem: `The file data/manifest.json on this host ${read.problem}. ${remedy}` };
      const { manifest } = read;
      const other = otherDefinitions(manifest);
      if (other !== null) {
        const problem = `The export on this host (as of ${formatDate(manifest.as_of)}) ${other}. Its figures are not drawn here. ${remedy}`;
        return { problem, other: manifest.as_of };
      }
      if ('error' in parsePeriod(manifest.default_period, calendarOf(manifest)))
        throw new Error('its default period is wrong');
      return { manifest };
    } catch (error) {
      return { problem: `The current data could not be looked up (${reasonOf(error)}).` };
    }
  }

  /** A file of the export shown is not on the host, or is not as it was written. */
  miss(): void {
    this.missed += 1;
  }

  /** The host no longer lets this browser in; its service worker has removed what it kept. */
  signedOut(): void {
    this.problem =
      'The host no longer lets this browser in, and the figures kept on this computer were removed. ' +
      'The figures shown may be out of date: sign in and load the page again, or close it.';
  }

  /** The marts' files of the current version. */
  files(): Promise<FileList> {
    return this.#list<FileList>(this.manifest.files);
  }

  /** The answers of a page for a scope with a file of its own. */
  async answers(page: string, scope: string): Promise<AnswerFile> {
    const key = `${this.manifest.version}/${answerKey(page, scope)}`;
    const known = this.#answers.get(key);
    if (known) return known;
    const wanted = (async () => {
      const { answers } = await this.#list<AnswerList>(this.manifest.answers);
      const entry = answers[answerKey(page, scope)];
      if (!entry) throw new Error(`The export has no answers for ${scope} on this page. ${remedy}`);
      return this.#read<AnswerFile>(entry);
    })();
    this.#answers.set(key, wanted);
    wanted.catch(() => this.#answers.delete(key));
    return wanted;
  }

  /** A list of the current version, verified against the manifest. Failures are not remembered. */
  #list<List>(entry: FileEntry): Promise<List> {
    const key = `${this.manifest.version}/${entry.file}`;
    const known = this.#lists.get(key);
    if (known) return known as Promise<List>;
    const list = timed('files listed', entry.file, () => this.#read<List>(entry));
    this.#lists.set(key, list);
    list.catch(() => this.#lists.delete(key));
    return list;
  }

  async #read<Content>(entry: FileEntry): Promise<Content> {
    return JSON.parse(new TextDecoder().decode(await this.bytes(entry))) as Content;
  }

  /** The bytes of a file, whose size and hash are looked at. */
  bytes(entry: FileEntry): Promise<Uint8Array<ArrayBuffer>> {
    const { version } = this.manifest;
    const url = new URL(`${encodeURIComponent(version)}/${entry.file}`, this.#folder).href;
    const name = `data/${version}/${entry.file}`;
    const wanted = { url, name, bytes: entry.bytes, sha256: entry.sha256 };
    return fetchFile(wanted, { timeoutMs }).catch((error: unknown) => {
      if (isMissing(error)) this.miss();
      throw error;
    });
  }
}
