namespace Speckit.Sdk;

/// <summary>
/// A command of a plugin (JP design §7.2). Public properties marked <see cref="ArgumentAttribute"/> or
/// <see cref="OptionAttribute"/> are filled before it runs; a fresh instance serves each run.
/// </summary>
public abstract class Command
{
    /// <summary>Runs the command.</summary>
    /// <param name="context">The services of the host.</param>
    /// <param name="cancellationToken">Cancelled when the person, or the host, gives up.</param>
    /// <exception cref="UsageException">What the person typed cannot be done.</exception>
    public abstract Task<CommandResult> RunAsync(PluginContext context, CancellationToken cancellationToken);
}
