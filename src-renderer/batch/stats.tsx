import { useMemo } from 'react';
import { messages } from '../messages/messages.ts';
import { formatGigabytes, formatNumber, formatSeconds, formatTime } from '../messages/format.ts';
import { useReplica } from '../store/replica.ts';
import { Chart } from './chart.tsx';
import type { BatchSum } from './sum-batches.ts';
import { WAITING, type ShownDocument } from './use-batch.ts';

interface StatsProps {
  readonly sum: BatchSum;
  readonly documents: readonly ShownDocument[];
}

const bytesOf = (documents: readonly ShownDocument[]): number =>
  documents.reduce((bytes, { size_bytes }) => bytes + size_bytes, 0);

const Progress = ({ sum, documents }: StatsProps) => {
  const done = sum.total - sum.waiting;
  const ended = documents.filter(({ status }) => !WAITING.has(status));
  return (
    <div className="card">
      <div className="row">
        <span className="big">
          {formatNumber(done)} <small>{messages.batch.ofTotal(sum.total)}</small>
        </span>
        <span className="muted">{messages.batch.ofBytes(bytesOf(ended), bytesOf(documents))}</span>
      </div>
      <progress aria-label={messages.batch.progress} value={done} max={Math.max(1, sum.total)} />
      <div className="row">
        <span>
          <b>{formatNumber(sum.processed)}</b> {messages.batch.processed}
        </span>
        <span className={sum.failed > 0 ? 'bad-text' : ''}>
          <b>{formatNumber(sum.failed)}</b> {messages.batch.failed}
        </span>
        {sum.cancelled > 0 && (
          <span>
            <b>{formatNumber(sum.cancelled)}</b> {messages.batch.cancelled}
          </span>
        )}
        <span className="muted">
          {sum.waiting > 0
            ? messages.batch.toGo(sum.waiting, sum.end === undefined ? '' : formatTime(sum.end))
            : sum.seconds !== undefined && messages.batch.took(formatSeconds(sum.seconds))}
        </span>
      </div>
    </div>
  );
};

const Throughput = ({ sum }: { sum: BatchSum }) => {
  const rates = useReplica((state) => state.rates);
  const times = useMemo(() => rates.map(({ at }) => at / 1000), [rates]);
  const values = useMemo(() => rates.map(({ documentsPerMinute }) => documentsPerMinute), [rates]);
  // A batch that has ended has one rate: its own.
  const own =
    sum.seconds === undefined || sum.seconds === 0 ? undefined : ((sum.processed + sum.failed) / sum.seconds) * 60;
  const now = own ?? values.at(-1) ?? 0;
  return (
    <div className="card">
      <div className="row">
        <span className="label grow">{messages.batch.throughput}</span>
        <b>{messages.batch.perMinute(now)}</b>
      </div>
      <Chart
        times={times}
        values={values}
        label={messages.batch.chartThroughput(values.at(-1) ?? 0, Math.max(0, ...values))}
      />
    </div>
  );
};

const Memory = () => {
  const samples = useReplica((state) => state.memory);
  const times = useMemo(() => samples.map(({ at }) => at / 1000), [samples]);
  const values = useMemo(() => samples.map(({ resident_bytes }) => resident_bytes), [samples]);
  const limit = samples.at(-1)?.limit_bytes ?? 1;
  const used = formatGigabytes(values.at(-1) ?? 0);
  const most = formatGigabytes(Math.max(0, ...values));
  return (
    <div className="card">
      <div className="row">
        <span className="label grow">{messages.batch.memory}</span>
        <b>{messages.batch.memoryOf(used, formatGigabytes(limit))}</b>
      </div>
      <Chart
        times={times}
        values={values}
        limit={limit}
        label={messages.batch.chartMemory(used, most, formatGigabytes(limit))}
      />
    </div>
  );
};

/** How far the batch is, how fast, and what memory it takes. */
export const Stats = ({ sum, documents }: StatsProps) => (
  <div className="stats">
    <Progress sum={sum} documents={documents} />
    <Throughput sum={sum} />
    <Memory />
  </div>
);
