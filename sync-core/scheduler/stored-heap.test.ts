import { MemoryStore } from '../pictures/memory-store.ts'
import { testHeap } from '../testing/heap.contract.ts'

testHeap('memory', () => Promise.resolve(new MemoryStore()))
