using Speckit.Protocol;
using Speckit.Sdk.Binding;

namespace Speckit.Sdk.Hosting;

/// <summary>Handlers of one kind, by their names.</summary>
internal sealed class HandlerTable<T>(string kind)
    where T : PluginComponent
{
    private readonly Dictionary<string, T> _items = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _items.Keys;

    /// <summary>Adds one.</summary>
    /// <exception cref="InvalidOperationException">Its name is empty or taken.</exception>
    public void Add(string name, T item)
    {
        if (string.IsNullOrWhiteSpace(name))
        {
            throw new InvalidOperationException($"The {kind} {typeof(T)} has no name.");
        }

        if (!_items.TryAdd(name, item))
        {
            throw new InvalidOperationException($"Two {kind}s are called '{name}'.");
        }
    }

    /// <summary>The one of a name; without a name the only one there is.</summary>
    /// <exception cref="RpcErrorException">There is none, or several without a name.</exception>
    public T Find(string? name)
    {
        if (name is null && _items.Count == 1)
        {
            return _items.Values.Single();
        }

        if (name is not null && _items.TryGetValue(name, out var item))
        {
            return item;
        }

        throw new RpcErrorException(
            RpcErrorCodes.InvalidParams,
            name is not null ? $"The plugin has no {kind} '{name}'.{DidYouMean.Suggest(name, _items.Keys)}"
                : _items.Count == 0 ? $"The plugin has no {kind}."
                : $"The plugin has several {kind}s; name one: {string.Join(", ", _items.Keys.Order(StringComparer.Ordinal))}."
        );
    }
}
