package conform

import "wxtool/internal/lang"

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
	NotRun  int `json:"not_run"` // not in cases: the check was interrupted before them

	Unproven int  `json:"unproven"` // passed, but what must be refused got the same empty or success as a right push
	Silent   bool `json:"silent"`   // no text got a reply, so that nothing is known of replies

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
		if r.unproven {
			s.Unproven++
		}
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
// blocked, broken or not reached and, with strict, none failed at level should. Known
// failures do not count.
func (s *Sum) OK(strict bool) bool {
	knownMust := s.Known - s.knownShould
	return s.NotRun == 0 && s.Must+s.Blocked+s.Broken == knownMust && (!strict || s.Should == s.knownShould)
}

// Notes says what the numbers do not show.
func (s *Sum) Notes() []lang.Text {
	var notes []lang.Text
	if s.NotRun > 0 {
		notes = append(notes, text("not run, as the check was interrupted: %d", "检查被中断，还有 %d 项未运行", s.NotRun))
	}
	if s.Blocked > 0 {
		notes = append(notes, lang.Text{EN: "a blocked case was not run, as the right request before it was not answered well; fix what failed, and check again", ZH: "受阻的检查没有运行，因为其之前的正确请求没有得到正确的应答；修正未通过的项目后请重新检查"})
	}
	if s.Unproven > 0 {
		notes = append(notes, text("of those that passed, %d show little: what must be refused got the same empty answer or success as a right push", "有 %d 项虽然通过，但说明不了问题：应被拒绝的请求与正确的推送一样得到了空应答或 success", s.Unproven))
	}
	if s.Silent {
		notes = append(notes, lang.Text{EN: "the server sent no reply, so replies were not checked; a server that replies to texts shows more", ZH: "服务器没有发送任何回复，因此未能检查回复；让服务器回复文本消息可以检查更多内容"})
	}
	return notes
}
