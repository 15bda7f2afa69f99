import { Page } from '../look/page';

/** An address that leads nowhere, or to a family that is not open in this sitting. */
export const NotFoundPage = ({ family }: { readonly family: boolean }) => (
  <Page title={family ? 'This family is not open here' : 'Page not found'}>
    <p className="govuk-body">
      {family
        ? 'Nothing of a family is kept in the browser: whoever signs in anew, or loads the page again, opens the family again.'
        : 'There is no page at this address. It may have been cut short on the way.'}
    </p>
    <ul className="govuk-list">
      <li>
        <a className="govuk-link" href="#/find">
          Find a person
        </a>
      </li>
      <li>
        <a className="govuk-link" href="#/caseload">
          Go to the caseload
        </a>
      </li>
    </ul>
  </Page>
);
