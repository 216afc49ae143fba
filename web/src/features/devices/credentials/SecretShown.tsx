import { App, Button, Modal } from 'antd'
import type { ShownSecret } from '../../../api'
import { useWords } from '../../../i18n'
import { credentialWords } from './words'

/** A new secret, this once: closing it is said to mean that it was saved. */
export function SecretShown({ secret, onClose }: { secret: ShownSecret; onClose: () => void }) {
  const words = useWords(credentialWords)
  const lines = secret.user_name
    ? ([
        [words.user, secret.user_name],
        [words.password, secret.secret],
      ] as const)
    : ([[words.token, secret.secret]] as const)
  return (
    <Modal
      open
      title={`${words.shownTitle} · ${secret.holder}`}
      closable={false}
      mask={{ closable: false }}
      keyboard={false}
      footer={
        <Button type="primary" onClick={onClose}>
          {words.saved}
        </Button>
      }
    >
      <p>{words.shownHint}</p>
      <dl className="secret">
        {lines.map(([name, text]) => (
          <div key={name}>
            <dt className="caption">{name}</dt>
            <dd>
              <code className="mono">{text}</code> <Copy text={text} />
            </dd>
          </div>
        ))}
      </dl>
    </Modal>
  )
}

function Copy({ text }: { text: string }) {
  const words = useWords(credentialWords)
  const { message } = App.useApp()
  // Browsers give the clipboard to pages over HTTPS and on this machine only; elsewhere one selects the text.
  if (!('clipboard' in navigator)) return null
  const copy = () => void navigator.clipboard.writeText(text).then(() => message.success(words.copied))
  return (
    <Button size="small" onClick={copy}>
      {words.copy}
    </Button>
  )
}
