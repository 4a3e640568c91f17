import { useEffect, useRef } from 'react';
import UPlot from 'uplot';

const HEIGHT = 64;

interface ChartProps {
  /** Seconds since 1970. */
  readonly times: readonly number[];
  readonly values: readonly number[];
  /** The end of the scale, where it has one. */
  readonly limit?: number;
  /** The same in words. */
  readonly label: string;
}

const accent = (): string => getComputedStyle(document.documentElement).getPropertyValue('--accent').trim();
/** light-dark() is no colour to a canvas: the one in force is asked of an element. */
const colourOf = (element: HTMLElement): string => {
  const probe = document.createElement('span');
  probe.style.color = accent();
  element.append(probe);
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
};

/** A small line over time; for who cannot see it, the label says the same. */
export const Chart = ({ times, values, limit, label }: ChartProps) => {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<UPlot>(undefined);
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const make = () => {
      chart.current?.destroy();
      const stroke = colourOf(element);
      chart.current = new UPlot(
        {
          width: element.clientWidth,
          height: HEIGHT,
          legend: { show: false },
          cursor: { show: false },
          axes: [{ show: false }, { show: false }],
          scales: { x: { time: true }, y: { range: (_, __, most) => [0, limit ?? Math.max(1, most * 1.1)] } },
          series: [{}, { stroke, width: 2, points: { show: false } }],
          padding: [4, 0, 2, 0],
        },
        [[...times], [...values]],
        element,
      );
    };
    make();
    const resized = new ResizeObserver(() => chart.current?.setSize({ width: element.clientWidth, height: HEIGHT }));
    resized.observe(element);
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', make);
    return () => {
      resized.disconnect();
      scheme.removeEventListener('change', make);
      chart.current?.destroy();
      chart.current = undefined;
    };
    // Data come by setData below.
  }, [limit]);
  useEffect(() => chart.current?.setData([[...times], [...values]]), [times, values]);
  return <div ref={box} className="chart" role="img" aria-label={label} />;
};
