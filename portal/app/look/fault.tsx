/** Why what a form asked for was not done, told at once; nothing where there is no fault. */
export function Fault({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p className="govuk-error-message" role="alert">
      {text}
    </p>
  );
}
