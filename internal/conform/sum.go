package conform

// Sum counts the results of a run.
type Sum struct {
	Cases   int `json:"cases"`   // that were run: passed, failed, blocked or broken
	Passed  int `json:"passed"`  // with nothing above info
	Must    int `json:"must"`    // failed, with a finding of level must
	Should  int `json:"should"`  // failed, with none above should
	Blocked int `json:"blocked"` // the control before them failed
	Broken  int `json:"broken"`  // their requests could not be made
	Known   int `json:"known"`   // of must, should, blocked and broken: those that the baseline lists
	Healed  int `json:"healed"`  // passed, though the baseline lists them
	Skipped int `json:"skipped"` // not in cases

	knownShould int

	failed []string // IDs
}

func (s *Sum) add(r *Result) {
	if r.Outcome == Skipped {
		s.Skipped++
		return
	}
	s.Cases++
	if r.Known {
		s.Known++
	}
	if r.Known && r.failure() == Should {
		s.knownShould++
	}
	if r.Healed {
		s.Healed++
	}
	switch {
	case r.Outcome == Passed:
		s.Passed++
	case r.Outcome == Blocked:
		s.Blocked++
	case r.Outcome == Broken:
		s.Broken++
	case r.Level() == Must:
		s.Must++
	default:
		s.Should++
	}
	if r.Outcome == Failed {
		s.failed = append(s.failed, r.ID)
	}
}

// OK reports whether the endpoint conforms: no case failed at level must, none was
// blocked or broken and, with strict, none failed at level should. Known failures do not
// count.
func (s *Sum) OK(strict bool) bool {
	knownMust := s.Known - s.knownShould
	return s.Must+s.Blocked+s.Broken == knownMust && (!strict || s.Should == s.knownShould)
}
