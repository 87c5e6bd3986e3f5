package world

// forgetAlways is up to how many entries of a kind are searched each time.
const forgetAlways = 64

// forget removes the entries of a kind that have ended, and returns their keys. It
// searches them when they are twice as many as it left last time, and else does nothing,
// so that the cost of each new entry does not grow with their number. No call sees an
// entry that has ended.
func forget[T any](tx *Tx, kind Kind, all map[string]T, ended func(T) bool) (keys []string) {
	searchAt := tx.world.index.searchAt
	if n := len(all); n > forgetAlways && n < searchAt[kind] {
		return nil
	}
	for _, key := range keysOf(all) {
		if ended(all[key]) {
			keys = append(keys, key)
		}
	}
	tx.removeAll(kind, keys)
	searchAt[kind] = 2 * len(all)
	return keys
}
