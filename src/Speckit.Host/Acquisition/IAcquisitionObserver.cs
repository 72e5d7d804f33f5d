using Speckit.Manifests.Diagnostics;

namespace Speckit.Host.Acquisition;

/// <summary>Whom the fetching of a package tells what it does.</summary>
public interface IAcquisitionObserver
{
    /// <summary>A numbered step begins.</summary>
    void Step(int number, int of, string title);

    /// <summary>Something was checked or done.</summary>
    void Done(string text);

    /// <summary>A fact worth knowing.</summary>
    void Note(string text);

    /// <summary>Something is not as it should be, and the operation goes on.</summary>
    void Warn(Diagnostic warning);

    /// <summary>A download moved on.</summary>
    /// <param name="received">Bytes so far.</param>
    /// <param name="total">Bytes in all.</param>
    void Downloaded(long received, long total);
}
