import { readTraceparent } from './traceparent';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

test('a trace is read as W3C Trace Context 1, section 3.2, has it', () => {
  const parent = { traceId: TRACE, spanId: SPAN };
  expect(readTraceparent(`00-${TRACE}-${SPAN}-01`)).toEqual({ ...parent, traceFlags: 1 });
  expect(readTraceparent(`00-${TRACE}-${SPAN}-00`)).toEqual({ ...parent, traceFlags: 0 });
  // Flags that are not known are not passed on; a later version may have more parts (section 4.3).
  expect(readTraceparent(`00-${TRACE}-${SPAN}-03`)).toEqual({ ...parent, traceFlags: 1 });
  expect(readTraceparent(`cc-${TRACE}-${SPAN}-01-what-comes`)).toEqual({ ...parent, traceFlags: 1 });
});

test.each([
  undefined,
  '',
  `ff-${TRACE}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-01-more`,
  `00-${'0'.repeat(32)}-${SPAN}-01`,
  `00-${TRACE}-${'0'.repeat(16)}-01`,
  `00-${TRACE.toUpperCase()}-${SPAN}-01`,
  `00-${TRACE}-${SPAN}-1`,
  'Daniel Okafor',
])('what is none begins a trace of its own: %s', (header) => {
  expect(readTraceparent(header)).toBeNull();
});
