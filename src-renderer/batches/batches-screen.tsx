import { useState } from 'react';
import { messages } from '../messages/messages.ts';
import { ColleaguesBatches } from './colleagues-batches.tsx';
import { OwnBatches } from './own-batches.tsx';

/** The history: that of this library, or of all workstations that publish to the same Neo4j. */
export const BatchesScreen = () => {
  const words = messages.batches;
  const [isOwn, setOwn] = useState(true);
  return (
    <div className="screen">
      <header className="head">
        <h1 className="grow">{words.title}</h1>
        <div className="buttons" role="group" aria-label={words.whose}>
          <button type="button" className="tab" aria-pressed={isOwn} onClick={() => setOwn(true)}>
            {words.own}
          </button>
          <button type="button" className="tab" aria-pressed={!isOwn} onClick={() => setOwn(false)}>
            {words.all}
          </button>
        </div>
      </header>
      {isOwn ? <OwnBatches /> : <ColleaguesBatches />}
    </div>
  );
};
