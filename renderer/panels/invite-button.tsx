import { UserPlus } from 'lucide-react'
import { commandName } from '../commands/command-table.ts'
import { showChord } from '../commands/show-chord.ts'
import { Button } from '../controls/button.tsx'
import { useKeys, useSession } from '../session/use-parts.ts'
import { strings } from '../strings.ts'

/** What a host needs first, in sight whatever the panels show: copies the invite. */
export function InviteButton() {
  const { run } = useSession()
  const chord = useKeys().keysOf('people.invite')[0]
  const name = commandName('people.invite')
  return (
    <Button
      className="invite-button"
      title={chord === undefined ? name : strings.commands.withKey(name, showChord(chord))}
      onClick={() => run('people.invite')}
    >
      <UserPlus size={16} aria-hidden />
      <span className="bar-word">{strings.invite.invite}</span>
    </Button>
  )
}
