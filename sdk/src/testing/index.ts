export { createEventOutbox } from './outbox.ts'
export { type ConformanceCheck, storeConformance } from './store-conformance.ts'
export { createTestClock, type TestClock } from './test-clock.ts'
