// SPDX-License-Identifier: Apache-2.0
// Won and weighted by month as stacked bars. ECharts comes with this module only.
import { BarChart } from 'echarts/charts';
import { AriaComponent, GridComponent } from 'echarts/components';
import { init, use as install, type EChartsType } from 'echarts/core';
import { CanvasRenderer } from 'echarts/renderers';
import { useComputedColorScheme } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatShortMoney } from '@/base/format';
import { foreseen, type MonthAmounts } from './forecast';
import { stepLabel } from './MonthTable';
import css from './Forecast.module.css';

install([BarChart, GridComponent, AriaComponent, CanvasRenderer]);

export interface MonthChartProps {
  months: MonthAmounts[];
  currency: string;
  describe: string;
  pick: (month: string, won: boolean) => void;
}

function optionsFor({ months, currency, describe }: MonthChartProps, names: [string, string]) {
  const style = getComputedStyle(document.documentElement);
  const token = (name: string) => style.getPropertyValue(name).trim();
  const text = {
    color: token('--text-2'),
    fontFamily: getComputedStyle(document.body).fontFamily,
    fontSize: 12,
  };
  const short = (amount: string) => formatShortMoney({ amount, currency });
  return {
    animation: false,
    aria: { enabled: true, label: { description: describe } },
    grid: { left: 4, right: 8, top: 28, bottom: 2, containLabel: true },
    textStyle: text,
    xAxis: {
      type: 'category',
      data: months.map(({ month }) => stepLabel(month)),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: token('--chart-grid') } },
      axisLabel: { ...text, hideOverlap: true },
    },
    yAxis: {
      type: 'value',
      min: 0,
      splitNumber: 3,
      splitLine: { lineStyle: { color: token('--chart-grid') } },
      axisLabel: { ...text, formatter: (value: number) => short(String(value)) },
    },
    series: [
      {
        name: names[0],
        type: 'bar',
        stack: 'all',
        barMaxWidth: 56,
        itemStyle: { color: token('--chart-1') },
        data: months.map(({ won }) => Number(won)),
        cursor: 'pointer',
      },
      {
        name: names[1],
        type: 'bar',
        stack: 'all',
        barMaxWidth: 56,
        cursor: 'pointer',
        itemStyle: { color: token('--sequence-2'), borderRadius: [4, 4, 0, 0] },
        data: months.map(({ weighted }) => Number(weighted)),
        label: {
          show: months.length <= 14,
          position: 'top',
          ...text,
          color: token('--text'),
          fontWeight: 600,
          formatter: ({ dataIndex }: { dataIndex: number }) =>
            Number(foreseen(months[dataIndex]!)) === 0 ? '' : short(foreseen(months[dataIndex]!)),
        },
      },
    ],
  };
}

export function MonthChart(props: MonthChartProps) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme('light');
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType>(undefined);
  const latest = useRef(props);
  useEffect(() => {
    latest.current = props;
  });
  useEffect(() => {
    const made = (chart.current = init(place.current!, null, { renderer: 'canvas' }));
    const watcher = new ResizeObserver(() => made.resize());
    watcher.observe(place.current!);
    made.on('click', (event) =>
      latest.current.pick(latest.current.months[event.dataIndex]!.month, event.seriesIndex === 0),
    );
    return () => {
      watcher.disconnect();
      made.dispose();
    };
  }, []);
  useEffect(() => {
    // The theme's variables change with the attribute that Mantine sets after this render.
    const frame = requestAnimationFrame(() =>
      chart.current?.setOption(optionsFor(props, [t('forecast:won'), t('forecast:weighted')]), {
        notMerge: true,
      }),
    );
    return () => cancelAnimationFrame(frame);
  }, [props, scheme, t]);
  return <div ref={place} className={css.chart} role="img" aria-label={props.describe} />;
}
